"""Claims over named random variables: proved by Shannon's inequalities, or refuted by a law that breaks them."""
