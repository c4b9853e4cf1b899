"""二（五）Public-welfare posts, and the months worked in them, from workbooks."""
