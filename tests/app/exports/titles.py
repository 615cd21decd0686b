"""A title with everything in it that some format could stumble over."""

TITLE = (
    r"""Žluťoučký </svg><script>x</script> % & $x$ "q" 'a' \input{/etc/passwd} {{ 7*7 }} 😀 ∂ℒ"""
)

PROGRAM = f"""# {TITLE}
# <b>An introduction</b> & more; 100 % "quoted" $y$ #1 ~^_
w: weight = -1
x: input = 2
p_out = sigmoid(w * x + 0.5)
L: loss = -log(p_out)
"""

CONTROLS = "".join(chr(k) for k in (*range(1, 9), 11, 12, *range(14, 32), 127, 0x85, 0xFFFE))
