"""The memory twin of the core system, for tests with a handful of people."""

from lapak.adapters.smile_memory.book import Saver
from lapak.adapters.smile_memory.twin import SmileMemory

__all__ = ["Saver", "SmileMemory"]
