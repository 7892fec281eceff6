"""When a falling balance is worth a mail: at the posting that takes it below the threshold (R23). A pure rule."""


def crosses(before: int, after: int, threshold: int) -> bool:
    """Whether an entry takes the balance below the threshold; once below, nothing more is said until it recovered."""
    return after < threshold <= before
