"""Images with labels: read, downloaded, synthesized, or drawn by hand."""
