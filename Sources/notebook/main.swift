import ArgumentParser
import Glibc
import Notebook

ProcessSetup.run()
Worker.serveIfAsked()
StandbyWorker.startForRun()
exit(NotebookCommand.runAsMain())
