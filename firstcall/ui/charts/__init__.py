"""Pictures that several steps draw: records in, Plotly figures out. No Streamlit here."""
