"""What makes a counsellor ready to raise health with tact: courses and certificates."""
