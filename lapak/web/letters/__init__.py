"""Mails to participants."""
