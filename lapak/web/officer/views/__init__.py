"""The console: `desk` the page and its live parts, `attention` whom the officer turns to, `work` the claim of
the one in focus, `papers` its pictures.
"""
