"""The administrator's pages for points on which sources disagree."""
