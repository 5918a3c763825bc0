from tests.operations.letters.conftest import scene, twin_in_place

__all__ = ["scene", "twin_in_place"]
