// ProcessTriage
