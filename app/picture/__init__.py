"""The picture: layout, scene, slots, strip, and their drawing as SVG."""
