"""A visit as the person sees it: on the screen of a booth, on the phone, on the phone beside a booth."""
