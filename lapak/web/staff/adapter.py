"""How the sign-in library behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from lapak.web.limits import network


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # the library has no types
    """Staff accounts are made by an administrator: nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 the library's signature
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return whose tries to sign in are counted together: behind our proxies not the proxy's."""
        return network(request) or str(request.META["REMOTE_ADDR"])
