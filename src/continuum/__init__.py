"""Level-of-care decisions in addiction treatment."""
