"""From German news pages to topics and positions, reproducibly."""

__version__ = "0.1.0"
