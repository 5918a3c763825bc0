"""Lapak: an open platform for contactless public-service claims."""
