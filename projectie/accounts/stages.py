"""How far in somebody is after the first step of signing in (desk.md, section 8)."""

from projectie.people.models import Role, Stage, Way

WHOLE = {Way.PASSKEY, Way.GOOGLE}  # a device and its owner at once; the provider asks for its own second step


def stage_after(way: Way, role: Role, *, enrolled: bool, forced: bool) -> Stage:
    """Return the stage: whoever set up a second step is asked for it, whoever must have one and has none sets it up."""
    if way in WHOLE:
        return Stage.FULL
    if enrolled:
        return Stage.SECOND
    return Stage.BARE if forced and role is not Role.CLIENT else Stage.FULL


def is_second_step(role: Role, *, has_app: bool, has_passkey: bool) -> bool:
    """Whether somebody has a second step: an app always is one, a passkey for staff; for clients it replaces the mail."""
    return has_app or (has_passkey and role is not Role.CLIENT)
