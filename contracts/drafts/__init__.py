"""Drafting at ease: the same again for somebody else, a draft thrown away, a sentence on top of the
invitation, a trial copy to oneself, the sheet for the first meeting."""
