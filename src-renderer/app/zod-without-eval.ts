import { z } from 'zod';

// The content policy of the page forbids eval, which zod would try in order to compile object checks.
z.config({ jitless: true });
