"""From the rows of a challenge to a problem for the solver, and from its answer to drafts."""
