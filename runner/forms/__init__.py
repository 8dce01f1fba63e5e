"""Forms: form-js files as data, judged on the server exactly as form-js judges them in a browser.

Never reads a file, a clock or a database. form-js has no part in it but as the oracle of the tests.
"""

from runner.forms.answers import check
from runner.forms.describe import describe
from runner.forms.fields import MAX_ROWS, MAX_TEXT, Answer, FieldView, Form, Option
from runner.forms.filling import Raw
from runner.forms.inputs import inputs
from runner.forms.offered import not_offered
from runner.forms.schema import problems, read
from runner.forms.show import show
from runner.forms.unpack import unpack

__all__ = [
    "MAX_ROWS",
    "MAX_TEXT",
    "Answer",
    "FieldView",
    "Form",
    "Option",
    "Raw",
    "check",
    "describe",
    "inputs",
    "not_offered",
    "problems",
    "read",
    "show",
    "unpack",
]
