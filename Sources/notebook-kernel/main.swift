import Glibc
import Notebook

ProcessSetup.run()
Worker.serveIfAsked()
exit(KernelProgram.runAsMain())
