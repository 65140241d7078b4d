"""An administrator tries rules on what has already been proposed, before anybody has to live under them."""
