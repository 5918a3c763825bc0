"""A stand-in for SMILE, the core system: its own process, its own database, the published contract.

It never imports Lapak, as the real system would not; the two meet in `openapi.yaml` only.
"""
