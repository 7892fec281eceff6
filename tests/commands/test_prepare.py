"""`flask --app app prepare`: an empty place becomes a desk with terms, and nothing is done twice."""

from pathlib import Path

from sqlalchemy import func, select

from projectie import config, create_app
from projectie.database import db
from projectie.terms.models import Studio, TermsVersion


def test_an_empty_place_gets_its_tables_its_studio_and_its_first_terms_once(tmp_path: Path) -> None:
    app = create_app(config.load({"DATA_DIR": str(tmp_path), "SECRET_KEY": "k" * 32, "LOG_LEVEL": "ERROR"}))
    with app.app_context():
        for _ in range(2):
            assert app.test_cli_runner().invoke(args=["prepare"]).exit_code == 0
            assert [
                db.session.scalar(select(func.count()).select_from(kept)) for kept in (Studio, TermsVersion)
            ] == [1, 1]
            db.session.remove()
        db.engine.dispose()
