"""`python -m tests.standing`: where the card of each step of each lesson stands, as a table."""

from app.lessons import lessons

from .app.picture.test_standing import WINDOWS, shown, steps


def rows() -> list[str]:
    """A head, a row for each lesson, and the sum: beside its node, a sheet, no card, by window."""
    windows = [within for _laid, within in WINDOWS]
    found = ["| lesson | " + " | ".join(windows) + " |", "|---" * (1 + len(windows)) + "|"]
    sums = [[0, 0, 0] for _window in windows]
    for slug in lessons():
        cells = []
        for window, total in zip(WINDOWS, sums, strict=True):
            counted = steps(*shown(slug, *window))
            counts = [counted[where] for where in ("floats", "sheet", "none")]
            cells.append(" / ".join(map(str, counts)))
            total[:] = [a + b for a, b in zip(total, counts, strict=True)]
        found.append(f"| {slug} | " + " | ".join(cells) + " |")
    ends = (" / ".join(map(str, total)) for total in sums)
    return [*found, "| all | " + " | ".join(ends) + " |"]


if __name__ == "__main__":
    print("\n".join(rows()))
