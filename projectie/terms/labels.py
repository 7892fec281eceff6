"""What the parts of the terms are called on the screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from projectie.terms.figures import Condition, Coverage


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that belong together: the title, and the names of the figures."""

    title: Any
    names: tuple[str, ...]


# In the order of the form; each figure stands in one group.
FIGURE_GROUPS = (
    Group(_l("First answer"), ("response_from_hours", "response_by_hours", "working_weekdays")),
    Group(
        _l("Urgent requests"),
        (
            "urgent_from_hours",
            "urgent_by_hours",
            "urgent_capacity_percent",
            "urgent_complexity_percent",
            "urgent_out_of_hours_percent",
            "urgent_valid_hours",
        ),
    ),
    Group(_l("Routine work"), ("planning_target_days", "planning_latest_days", "grace_days")),
    Group(_l("Phone"), ("phone_opens", "phone_closes", "phone_weekdays")),
    Group(
        _l("Credits and money"),
        (
            "minutes_per_credit",
            "minimum_credits",
            "credit_price_cents",
            "vat_percent",
            "administration_credits",
        ),
    ),
    Group(
        _l("Complaints"),
        (
            "complaint_confirm_days",
            "complaint_answer_days",
            "complaint_extension_days",
            "complaint_retention_years",
        ),
    ),
)

FIGURES: Mapping[str, Any] = {
    "response_from_hours": _l("Answer from"),
    "response_by_hours": _l("Answer by, at the latest"),
    "urgent_from_hours": _l("Urgent work done from"),
    "urgent_by_hours": _l("Urgent work done by, at the latest"),
    "urgent_capacity_percent": _l("Urgent rate: on top when the planning is full"),
    "urgent_complexity_percent": _l("Urgent rate: on top for complex work"),
    "urgent_out_of_hours_percent": _l("Urgent rate: on top outside office hours"),
    "urgent_valid_hours": _l("Quote for urgent work valid for"),
    "planning_target_days": _l("Routine work done: target"),
    "planning_latest_days": _l("Routine work done by, at the latest"),
    "grace_days": _l("Reply to a finished request within"),
    "phone_opens": _l("Phone opens"),
    "phone_closes": _l("Phone closes"),
    "phone_weekdays": _l("Days the phone is answered"),
    "working_weekdays": _l("Working days"),
    "minutes_per_credit": _l("Work for one credit"),
    "minimum_credits": _l("Least for each request"),
    "credit_price_cents": _l("Price of a credit"),
    "vat_percent": _l("VAT in the Netherlands"),
    "administration_credits": _l("Administration for each invoice"),
    "complaint_confirm_days": _l("Complaint taken up within"),
    "complaint_answer_days": _l("Complaint answered within"),
    "complaint_extension_days": _l("That can be extended once by"),
    "complaint_retention_years": _l("Complaint erased after"),
}

# Unit, and what hangs on the figure.
HINTS: Mapping[str, Any] = {
    "response_from_hours": _l("Hours. A working day counts all of its hours."),
    "response_by_hours": _l("Hours. A working day counts all of its hours."),
    "urgent_capacity_percent": _l("Percent"),
    "urgent_complexity_percent": _l("Percent"),
    "urgent_out_of_hours_percent": _l("Percent"),
    "urgent_valid_hours": _l("Hours"),
    "urgent_from_hours": _l("Hours"),
    "urgent_by_hours": _l("Hours"),
    "planning_target_days": _l("Days after arrival, weekends included"),
    "planning_latest_days": _l("Days after arrival, weekends included"),
    "grace_days": _l("Days after it was done. A later reply becomes a new request."),
    "phone_opens": _l("Time at the studio"),
    "phone_closes": _l("Time at the studio"),
    "phone_weekdays": "",
    "working_weekdays": _l("Only these days count towards the first answer; closed days never do."),
    "minutes_per_credit": _l("Minutes"),
    "minimum_credits": _l("Credits"),
    "credit_price_cents": _l("Euros, excluding VAT"),
    "vat_percent": _l("Percent"),
    "administration_credits": _l("Credits"),
    "complaint_confirm_days": _l("Working days"),
    "complaint_answer_days": _l("Working days"),
    "complaint_extension_days": _l("Working days"),
    "complaint_retention_years": _l("Years after it was closed"),
}

COVERAGES: Mapping[Coverage, Any] = {
    Coverage.COVERED: _l("Yes, against credits"),
    Coverage.CONDITION: _l("Yes, on a condition"),
    Coverage.ON_REQUEST: _l("On request, against credits"),
    Coverage.INCLUDED: _l("Included, costs no credits"),
    Coverage.PER_SLA: _l("As agreed in the SLA"),
    Coverage.NOT_COVERED: _l("No"),
}

CONDITIONS: Mapping[Condition, Any] = {Condition.STUDIO_MAIL: _l("We supply the client’s mail service")}

LANGUAGE_NAMES: Mapping[str, Any] = {"nl": _l("Dutch"), "en": _l("English")}
