import { contextBridge } from 'electron';

/** All that a page learns of the shell: that there is one. Everything else goes through the contract. */
contextBridge.exposeInMainWorld('nexusShell', { platform: process.platform });
