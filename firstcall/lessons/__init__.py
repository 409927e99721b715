"""What the steps say and ask: prose, explanations of lines, exercises. No Streamlit here."""
