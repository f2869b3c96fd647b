"""Between the rows and a released playlist: what is read, checked, joined and written."""
