print("fastslow")
