"""Robots that walk Lapak as people do: over HTTP, server-sent events and WebRTC. They never import it."""
