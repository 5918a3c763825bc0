"""The participant's pages: each view reads a plain form, calls one operation, and renders."""
