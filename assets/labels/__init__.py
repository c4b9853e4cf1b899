"""QR labels: sheets to the millimetre, drawn by fpdf2, each with the public address of its asset."""
