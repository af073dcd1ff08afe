"""Measurements: accuracy, speed and scale of the kernels beside their peers; run each as ``python -m benchmarks.NAME``."""
