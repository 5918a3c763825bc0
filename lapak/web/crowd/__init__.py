"""How busy branches are: the public pages, and the counter on a guard's phone."""
