"""What must be true of every desk at every moment, proved from the data itself."""
