"""The revision desk: revisions, drafts, uploads and the trail, for those who write and publish SOPs.

Promise: what is in force, what waits and what is only a draft stands first on every page; what was typed or
chosen is there again after a refusal; files leave byte for byte as they are kept.
Never: a judgement about who may draft or publish; that is the runner's.
"""

from webui.revisions import desk, drafting, importing, uploading
from webui.revisions.blueprint import bp

__all__ = ["bp", "desk", "drafting", "importing", "uploading"]
