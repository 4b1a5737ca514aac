import Commands

TendProgram.main()
