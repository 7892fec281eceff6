"""What fits when: the hours of colleagues against the work that is promised (R9)."""
