"""Why people and organisations cannot be kept like that; doors and commands say it in words."""

from enum import StrEnum


class Fault(StrEnum):
    """What stands in the way of a deed."""

    NAME_TAKEN = "name_taken"  # of an organisation
    DOMAIN_TAKEN = "domain_taken"
    ADDRESS_TAKEN = "address_taken"  # of a person
    NO_ORGANISATION = "no_organisation"  # a client belongs to one
    STRAY_ORGANISATION = "stray_organisation"  # staff and managers belong to none
    OWN_ACCOUNT = "own_account"  # a manager would shut themself out
    LAST_MANAGER = "last_manager"
    LAST_RESPONSIBLE = "last_responsible"  # nobody would look after the organisation
    TOO_MANY = "too_many"  # invitations in a day


class PasswordFault(StrEnum):
    """Why a password is no good."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    WELL_KNOWN = "well_known"
    LIKE_ADDRESS = "like_address"


class PeopleError(ValueError):
    """A deed about people is refused; nothing was changed."""

    def __init__(self, fault: Fault, **values: str) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.values = values
