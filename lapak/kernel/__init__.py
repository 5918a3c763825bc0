"""What every capability stands on: pure, standard library only."""
