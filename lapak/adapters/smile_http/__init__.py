"""The core system over the contract `smile_simulator/openapi.yaml`."""

from lapak.adapters.smile_http.adapter import SmileHttp

__all__ = ["SmileHttp"]
