"""Which characters can be shown, and which of the two families each belongs to.

A letter of mathematics has one face, in a sentence too: it is in the family of mathematics alone,
and a text that needs it finds it there. Numbers and what stands between them are text.
"""

import unicodedata

ASCII = "".join(map(chr, range(0x20, 0x7F)))
LATIN = "".join(map(chr, (*range(0xA0, 0xAD), *range(0xAE, 0x180))))
"""The letters of Czech and of the other languages of Europe that are written in Latin ones."""

GREEK = "".join(
    letter for letter in map(chr, range(0x391, 0x3CA)) if unicodedata.category(letter) != "Cn"
)
VARIANTS = "ϑϕϖϱϵ"
"""Greek letters in their other shapes, as TeX has them."""

POINTS = "–—‘’‚“”„•…‹›⁄€™"
SPACES = "\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u202f\u2060"
HYPHENS = "\u2010\u2011"
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ᵀᵢⱼₜˣʸᶜ"
FRACTIONS = "⅓⅔⅛⅜⅝⅞"
BETWEEN = "−≈≠≤≥←↑→↓↔"
"""What stands between numbers in a text, beside what Latin has: ± · × ÷."""

LETTERLIKE = "ℂℒℓℕℚℝℤℛ"
OPERATORS = "∓↕∂∆∇∏∑√∫∞∀∃∅∈∉∋∕∗∘∙∝∥∣∧∨∩∪∼≅≡≔≪≫⊂⊃⊆⊇⊕⊗⊙⊤⊥⋅⋮⋯⋱⟨⟩⌊⌋⌈⌉⏟‖′″‴↗↦↺⇐⇒⇔⟵⟶⤢"
SIGNS = "⌘⏎▦▲▶▸▼▾◀◂●○✓✗✕⅕⅖⅗⅘⅙⅚"
"""What buttons and remarks are marked with."""
ACCENTS = "\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u030a\u030c\u20d7ˆˇ˜¯˙"
SCRIPT_E = "𝑒"

TEXT = ASCII + LATIN + POINTS + SPACES + HYPHENS + RAISED + FRACTIONS + BETWEEN
MATH = (
    ASCII + LATIN + GREEK + VARIANTS + POINTS + SPACES + HYPHENS + RAISED + FRACTIONS + BETWEEN
    + LETTERLIKE + OPERATORS + SIGNS + ACCENTS + "\u2061\u2062"
)  # fmt: skip

IN_INDICES = {
    "′": ("minute.ssty", "minute.ssty2"),
    "″": ("second.ssty", "second.ssty2"),
}
"""What is drawn larger where it stands above a letter, by the glyphs of the source for it."""

DRAWN_AS = {"✗": "×", "✕": "×", "⏟": "∪"}
"""Signs that neither source has, and the one that stands for them; and a brace, which style sheets
draw as wide as what it stands under."""


def italics() -> dict[str, str]:
    """Letters, and the mathematical italic ones that they are written as."""
    return {
        **_alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 0x1D434),
        "h": "ℎ",
        "ı": "𝚤",
        "ȷ": "𝚥",
        **_greek(0x1D6E2),
    }


def bolds() -> dict[str, str]:
    """Letters and digits, and the mathematical bold upright ones that they are written as."""
    return {
        **_alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 0x1D400),
        **_alphabet("0123456789", 0x1D7CE),
        **_greek(0x1D6A8),
    }


def _alphabet(letters: str, first: int) -> dict[str, str]:
    return {letter: chr(first + place) for place, letter in enumerate(letters)}


def _greek(first: int) -> dict[str, str]:
    """Unicode lists each mathematical Greek alphabet as Α…Ω ∇ α…ω ∂ ϵ ϑ ϰ ϕ ϱ ϖ, with ϴ amidst."""
    capitals = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ"
    small = "αβγδεζηθικλμνξοπρςστυφχψω"
    return _alphabet(f"{capitals}∇{small}∂ϵϑϰϕϱϖ", first)


def accented() -> dict[str, tuple[str, str]]:
    """Letters with an accent, as the letter below and the accent above."""
    found = {}
    for letter in LATIN:
        parts = unicodedata.normalize("NFD", letter)
        if len(parts) == 2 and parts[1] in ACCENTS:
            found[letter] = (parts[0], parts[1])
    return found
