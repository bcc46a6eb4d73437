"""Leaving without a trace, proven, and staying erased also after an older backup."""
