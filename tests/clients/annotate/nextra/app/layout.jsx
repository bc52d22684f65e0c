import { Layout, Navbar } from "nextra-theme-docs";
import { Head } from "nextra/components";
import { getPageMap } from "nextra/page-map";
import "nextra-theme-docs/style.css";

export default async function RootLayout({ children }) {
  return (
    <html lang="en" dir="ltr" suppressHydrationWarning>
      <Head />
      <body>
        <Layout navbar={<Navbar logo="Factory" />} pageMap={await getPageMap()} editLink={null} feedback={{ content: null }}>
          {children}
        </Layout>
      </body>
    </html>
  );
}
