"""Workbooks: opening what companies send, judging it apart from everything else, and writing our own."""
