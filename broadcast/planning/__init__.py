"""Between the rows and the pure planner: problems read from them, plans written to them."""
