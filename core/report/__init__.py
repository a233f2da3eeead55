"""What is handed in: a lab report of one page, its tables and pictures, and animations."""
