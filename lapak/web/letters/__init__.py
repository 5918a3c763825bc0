"""Mails to participants, and the making of official letters."""
