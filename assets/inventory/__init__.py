"""二（三）清产核资: rounds that are opened, counted, decided and closed, so that book and thing agree (账实相符)."""
