"""An institution brings its earlier platform's proposals along, with their answers and counts."""
