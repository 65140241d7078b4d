"""Many institutions from one table: read and judged row by row, opened by a worker, told row by row."""
